// The one button of the page.
import type { ComponentProps } from "react";
import { Icon, type IconName } from "./icon";

interface ButtonProps extends ComponentProps<"button"> {
  look?: "normal" | "primary" | "plain";
  size?: "normal" | "small";
  icon?: IconName;
}

/** A button with words, an icon, or both; an icon alone needs `aria-label`. */
export function Button({ look = "normal", size = "normal", icon, children, className, title, ...rest }: ButtonProps) {
  const names = [
    "button",
    look !== "normal" && `button--${look}`,
    size === "small" && "button--small",
    !children && "button--icon",
    className,
  ];
  return (
    <button
      type="button"
      className={names.filter(Boolean).join(" ")}
      title={title ?? (children ? undefined : rest["aria-label"])}
      {...rest}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** An icon alone, small and without a frame; `label` is what it is called. */
export function IconButton({ label, ...rest }: ButtonProps & { icon: IconName; label: string }) {
  return <Button size="small" look="plain" aria-label={label} {...rest} />;
}
