// A list of which only a part is in the page is placed by hand, which a table's own elements do not let be done:
// it tells its shape by roles instead (ARIA APG, grid). The grid is one stop of the Tab key; its keys move inside.
export const GRID = { role: "grid", tabIndex: 0 } as const;
export const LINE = { role: "row" } as const;
export const CELL = { role: "gridcell" } as const;
