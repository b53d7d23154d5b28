// A number that opens what it has counted.
import type { ComponentProps } from "react";

export function Door({ className, ...rest }: ComponentProps<"button">) {
  return <button type="button" className={`door${className ? ` ${className}` : ""}`} {...rest} />;
}
