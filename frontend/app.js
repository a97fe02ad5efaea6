// Enhancements of pages that work without any of this.
import { initAll } from "./govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// The list of page parts is folded away on a narrow screen and open on a wide one.
const parts = document.querySelector("details.page-list");
if (parts) {
  const wide = window.matchMedia("(min-width: 62rem)");
  const follow = () => {
    parts.open = wide.matches;
  };
  follow();
  wide.addEventListener("change", follow);
}

// A table that is folded away would be lost on paper where the browser does not open it for printing.
window.addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("main details:not([open])")) {
    folded.open = true;
    folded.dataset.opened = "for print";
  }
});
window.addEventListener("afterprint", () => {
  for (const folded of document.querySelectorAll("details[data-opened]")) {
    folded.open = false;
    delete folded.dataset.opened;
  }
});
