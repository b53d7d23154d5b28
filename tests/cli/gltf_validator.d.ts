// The part of gltf-validator that tests use; it brings no types.
declare module "gltf-validator" {
  export interface Report {
    issues: { messages: { code: string; message: string; severity: 0 | 1 | 2 | 3; pointer?: string }[] };
    info: { totalTriangleCount: number };
  }
  export function validateBytes(bytes: Uint8Array, options?: { maxIssues?: number }): Promise<Report>;
}
