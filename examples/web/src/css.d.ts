import 'react';

declare module 'react' {
  /** Custom properties are how numbers get from here into style.css. */
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}
