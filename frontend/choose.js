// Choose an area by typing any part of a name: an accessible autocomplete laid over the plain list.
const list = document.querySelector("select[data-autocomplete]");
if (list && window.accessibleAutocomplete) {
  const names = [...list.options]
    .filter((option) => option.value)
    .map((option) => ({ value: option.value, name: option.text, area: option.dataset.area || option.text }));
  const words = list.dataset;
  const folded = (text) => text.toLowerCase().replace(/&/g, "and").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const shown = (found) => {
    if (!found) return "";
    return found.area === found.name ? found.name : `${found.name} (${found.area})`;
  };
  window.accessibleAutocomplete.enhanceSelectElement({
    selectElement: list,
    defaultValue: words.typed, // what was typed and is no area, to be put right
    confirmOnBlur: false,
    showNoOptionsFound: false, // its line would lie over the button
    displayMenu: "overlay",
    source: (query, populate) => {
      const wanted = folded(query);
      const found = names
        .map((entry) => ({ entry, place: ` ${folded(entry.name)}`.indexOf(` ${wanted}`) }))
        .filter(({ place }) => place >= 0)
        .sort((first, second) => first.place - second.place || first.entry.name.localeCompare(second.entry.name));
      populate(found.map(({ entry }) => shown(entry)).slice(0, 12));
    },
    onConfirm: (text) => {
      const chosen = names.find((entry) => shown(entry) === text);
      if (chosen) list.value = chosen.value;
      typed.value = chosen ? "" : typed.value;
    },
    tStatusNoResults: () => words.noResults,
  });

  // What was typed and not chosen is sent as well, so that the answer can name the nearest areas.
  const typed = document.createElement("input");
  typed.type = "hidden";
  typed.name = "typed";
  typed.value = words.typed;
  list.form.append(typed);
  const input = document.querySelector(".autocomplete__input");
  input.addEventListener("input", () => {
    list.value = "";
    typed.value = input.value;
  });
}
