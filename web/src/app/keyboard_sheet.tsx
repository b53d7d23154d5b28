// The sheet that tells every key; what they do is in shortcuts.tsx and where they work.
const sheet: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    "Table",
    [
      ["Enter", "Why the cell has its value; where something mends it, to the first repair, which Enter makes"],
      ["Arrow keys", "Move from cell to cell; up from the first row leads to the header"],
      ["Page Up, Page Down", "A page of rows"],
      ["Home, End", "First and last column"],
      ["Ctrl Home, Ctrl End", "First and last cell"],
      ["S", "Sort by the column: up, down, not at all"],
      ["Ctrl C", "Copy the cell; on a header, the column; in a chosen row, the rows chosen"],
      ["Shift Space", "Choose the row, or no longer; with Ctrl all from the last one"],
      ["Shift F10", "Menu of the column: sort, freeze, hide, width"],
      ["Ctrl Shift Left, Right", "Move the column; on a header, Shift Left and Right make it narrower and wider"],
    ],
  ],
  [
    "Model",
    [
      ["Arrow keys", "Turn; with Shift, move"],
      ["+, -", "Nearer, farther"],
      ["F, P", "Show everything; look straight down"],
      ["Enter", "Choose what is in the middle"],
      ["Up, Down", "In the list of what is in view: the next element"],
    ],
  ],
  [
    "Trees",
    [
      ["Up, Down", "Next item"],
      ["Right, Left", "Open, close, or go to the parent"],
      ["Enter", "Choose"],
      ["Letters", "The next item that begins with them"],
      ["*", "Open all beside it"],
      ["F2", "Rename"],
      ["Alt Up, Alt Down", "Move a group or column"],
      ["Ctrl D, Delete", "Duplicate, delete"],
    ],
  ],
  [
    "Problems",
    [
      ["F8, Shift F8", "The next problem, the one before: where it is mended, wherever one is"],
      ["Up, Down", "In the list: show where the next one is mended; also Page Up, Page Down, Home, End"],
      ["Right, Left", "Its code and its fix; in a toolbar the next button"],
      ["Enter", "Go there, or fix it"],
    ],
  ],
  [
    "Query and mapping file",
    [
      ["Ctrl Enter", "Run the query"],
      ["Ctrl Space", "Complete"],
      ["Ctrl F", "Find"],
      ["Esc, then Tab", "Leave the editor"],
    ],
  ],
  [
    "Anywhere",
    [
      ["Ctrl K", "Find anything: groups, columns, classes, properties, problems, commands, files"],
      ["F6, Shift F6", "Around the panes: tree, table, inspector, lower panel"],
      ["Esc", "From the inspector back to the table"],
      ["F1", "Help: what a reason or a code means"],
      ["Ctrl Z, Ctrl Shift Z", "Undo, redo an edit of the mapping"],
      ["Ctrl S, Ctrl Shift S", "Save the mapping; save it as another file"],
      ["?", "This sheet"],
    ],
  ],
];

export default function KeyboardSheet() {
  return (
    <>
      <div className="sheet__parts">
        {sheet.map(([title, keys]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="sheet__about">
        premap is free software and contains the work of others:{" "}
        <a href="./third-party-notices.txt" target="_blank" rel="noreferrer">
          third-party notices
        </a>
      </p>
    </>
  );
}
