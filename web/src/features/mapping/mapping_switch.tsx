// Several mappings on one snapshot, one on screen.
import { documentOf, isEdited, isUnsaved, useWorkbench } from "../../engine";
import { Icon } from "../../ui/icon";
import { Menu } from "../../ui/menu";

/** The mapping on screen, and the others that are open on the same snapshot. */
export function MappingSwitch() {
  const { documents } = useWorkbench();
  const { all, at } = documents.use((s) => s);
  const shown = documents.use(documentOf);
  const { name } = shown;

  function close() {
    const lost = isEdited(shown) ? "edits that are in no file" : isUnsaved(shown) && "queries that were not run";
    if (!lost || confirm(`${name} has ${lost}. Close it all the same?`)) documents.close();
  }

  return (
    <Menu
      align="start"
      className="files__item files__item--mapping"
      summary={
        <>
          <Icon name="table" />
          <span className="visually-hidden">Mapping </span>
          <span className="files__name" title={name}>
            {name === "" ? "No mapping" : name}
          </span>
          {isEdited(shown) && <span className="chip chip--attention">edited</span>}
          {all.length > 1 && <span className="chip">+{all.length - 1}</span>}
          <Icon name="down" />
        </>
      }
    >
      <ul aria-label="Open mappings">
        {all.map((item, index) => (
          <li key={index}>
            <button
              type="button"
              className="menu__item recent"
              aria-current={index === at}
              onClick={() => documents.select(index)}
            >
              <Icon name={index === at ? "check" : "table"} />
              {item.name}
              {isEdited(item) && <span className="menu__note">edited</span>}
            </button>
          </li>
        ))}
      </ul>
      {name !== "" && (
        <button type="button" className="menu__item menu__item--first recent" onClick={close}>
          <Icon name="close" />
          Close {name}
        </button>
      )}
    </Menu>
  );
}
