import { useWorkbench, useWorkbenchState } from "../../engine";
import { Icon } from "../../ui/icon";
import { Menu } from "../../ui/menu";

/** The mapping on screen, and the others that are open on the same snapshot. */
export function MappingSwitch() {
  const workbench = useWorkbench();
  const current = useWorkbenchState((s) => s.mapping);
  const name = useWorkbenchState((s) => s.mappingName);
  const others = useWorkbenchState((s) => s.mappings.length - 1);

  function close() {
    const isEdited = workbench.openMappings()[current]?.isEdited ?? false;
    if (!isEdited || confirm(`${name} has edits that are in no file. Close it all the same?`)) workbench.closeMapping();
  }

  return (
    <Menu
      align="start"
      className="files__item files__item--mapping"
      summary={
        <>
          <Icon name="table" />
          <span className="visually-hidden">Mapping </span>
          <span className="files__name">{name === "" ? "No mapping" : name}</span>
          {others > 0 && <span className="chip">+{others}</span>}
          <Icon name="down" />
        </>
      }
    >
      <ul aria-label="Open mappings">
        {workbench.openMappings().map((item, index) => (
          <li key={index}>
            <button
              type="button"
              className="menu__item recent"
              aria-current={index === current}
              onClick={() => workbench.selectMapping(index)}
            >
              <Icon name={index === current ? "check" : "table"} />
              {item.name}
              {item.isEdited && <span className="menu__note">edited</span>}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="menu__item menu__item--first recent" onClick={() => workbench.newMapping()}>
        <Icon name="plus" />
        New mapping
      </button>
      {name !== "" && (
        <button type="button" className="menu__item recent" onClick={close}>
          <Icon name="close" />
          Close {name}
        </button>
      )}
    </Menu>
  );
}
