// The one look of an empty panel.
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

interface NoticeProps {
  icon?: IconName;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  fault?: boolean;
  small?: boolean;
  /** Read out when it appears. */
  live?: boolean;
}

/** What a panel shows when it has nothing else to show: empty, busy, stopped. */
export function Notice({ icon, title, children, actions, fault = false, small = false, live = false }: NoticeProps) {
  const names = ["notice", fault && "notice--fault", small && "notice--small"];
  return (
    <div className={names.filter(Boolean).join(" ")} {...(live ? { role: "status" } : {})}>
      {icon && (
        <span className="notice__icon">
          <Icon name={icon} />
        </span>
      )}
      {title && <p className="notice__title">{title}</p>}
      {children && <div className="notice__text">{children}</div>}
      {actions && <div className="notice__actions">{actions}</div>}
    </div>
  );
}
