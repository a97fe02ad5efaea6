"""Charts: Vega-Lite specifications of the kinds a profile uses, drawn as accessible SVG."""
