// What the graphics card runs. A box is drawn by the three of its sides that can be seen, paler than a shape and with its edges,
// so that one tells a box that stands for an element from the element's own shape.

const common = /* glsl */ `
precision highp float;
precision highp int;
precision highp usampler2D;
`;

const view = /* glsl */ `
uniform mat4 projectionMatrix;
uniform mat4 viewMatrix;
uniform vec3 eye;
uniform vec3 gaze;
uniform bool isFlat;
vec4 seenAt(vec3 point) { return projectionMatrix * viewMatrix * vec4(point, 1.0); }
// Where nothing is drawn.
const vec4 nowhere = vec4(2.0, 2.0, 2.0, 1.0);
`;

const look = /* glsl */ `
uniform usampler2D looks;
flat out vec3 colour;
flat out uint flags;
void takeLook(int place) {
  uvec4 look = texelFetch(looks, ivec2(place & 1023, place >> 10), 0);
  colour = vec3(look.rgb) / 255.0;
  flags = look.a;
}
float shadeOf(vec3 normal) { return 0.74 + 0.26 * dot(normal, vec3(0.36, -0.48, 0.8)); }
`;

const paint = /* glsl */ `
uniform vec3 ground;
uniform vec3 accent;
vec3 painted(vec3 colour, uint flags, float pale) {
  if ((flags & 16u) != 0u) colour = mix(colour, ground, 0.3);
  if ((flags & 2u) != 0u && mod(gl_FragCoord.x + gl_FragCoord.y, 12.0) < 5.0) colour = mix(colour, vec3(1.0), 0.62);
  colour = mix(colour, ground, pale);
  return (flags & 4u) != 0u ? mix(colour, accent, 0.55) : colour;
}
`;

// Each box is looked up in a texture of its run: drawing instances is slow where the processor draws.
const box = /* glsl */ `
uniform int base;
uniform highp sampler2D boxes;
// How large a pixel is, at a metre from the eye.
uniform float pixelSize;
vec3 cornerOf(int box, int which) {
  int at = 2 * box + which;
  return texelFetch(boxes, ivec2(at & 127, at >> 7), 0).xyz;
}
float pixelAt(vec3 point) { return pixelSize * (isFlat ? 1.0 : distance(eye, point)); }
`;

export const boxVertex = `${common}${view}${look}${box}
in vec4 corner;
flat out float shade;
out vec2 face;
void main() {
  int box = gl_VertexID / 12;
  takeLook(base + box);
  float axis = corner.w;
  face = axis < 0.5 ? corner.yz : axis < 1.5 ? corner.zx : corner.xy;
  if ((flags & 9u) != 0u) {
    gl_Position = nowhere;
    return;
  }
  vec3 low = cornerOf(box, 0);
  vec3 high = cornerOf(box, 1);
  vec3 middle = 0.5 * (low + high);
  // What is smaller than a pixel would fall between two.
  vec3 halfSize = max(high - middle, 0.6 * pixelAt(middle));
  vec3 side = isFlat ? step(gaze, vec3(0.0)) : step(middle, eye);
  vec3 normal = vec3(axis < 0.5, axis > 0.5 && axis < 1.5, axis > 1.5) * (2.0 * side - 1.0);
  shade = shadeOf(normal);
  vec3 point = middle + halfSize * (2.0 * mix(1.0 - side, side, corner.xyz) - 1.0);
  gl_Position = seenAt(point);
}
`;

/** Boxes of a pixel or two are points. */
export const pointVertex = `${common}${view}${look}${box}
void main() {
  takeLook(base + gl_VertexID);
  gl_PointSize = 1.0;
  if ((flags & 9u) != 0u) {
    gl_Position = nowhere;
    return;
  }
  vec3 low = cornerOf(gl_VertexID, 0);
  vec3 high = cornerOf(gl_VertexID, 1);
  vec3 middle = 0.5 * (low + high);
  gl_PointSize = clamp(0.7 * distance(low, high) / pixelAt(middle), 1.0, 4.0);
  gl_Position = seenAt(middle);
}
`;

export const pointFragment = `${common}${paint}
flat in vec3 colour;
flat in uint flags;
out vec4 pixel;
void main() {
  pixel = vec4(painted(colour * 0.92, flags, 0.25), 1.0);
}
`;

export const boxFragment = `${common}${paint}
flat in vec3 colour;
flat in uint flags;
flat in float shade;
in vec2 face;
out vec4 pixel;
void main() {
  vec2 width = max(fwidth(face), vec2(1e-6));
  vec2 toEdge = min(face, 1.0 - face) / width;
  float line = clamp(1.5 - min(toEdge.x, toEdge.y), 0.0, 1.0) * (1.0 - smoothstep(0.12, 0.4, max(width.x, width.y)));
  vec3 side = painted(colour * shade, flags, 0.34);
  pixel = vec4(mix(side, colour * 0.55, 0.85 * line), 1.0);
}
`;

export const shapeVertex = `${common}${view}${look}
in vec3 position;
in vec3 normal;
in uint element;
out float shade;
void main() {
  takeLook(int(element));
  // Hidden, or not a whole shape.
  if ((flags & 9u) != 8u) {
    gl_Position = nowhere;
    return;
  }
  // A surface has two sides: the one that is looked at.
  vec3 toEye = isFlat ? -gaze : eye - position;
  shade = dot(normal, normal) < 0.1 ? 0.8 : shadeOf(dot(normal, toEye) < 0.0 ? -normal : normal);
  gl_Position = seenAt(position);
}
`;

export const shapeFragment = `${common}${paint}
flat in vec3 colour;
flat in uint flags;
in float shade;
out vec4 pixel;
void main() {
  pixel = vec4(painted(colour * shade, flags, 0.0), 1.0);
}
`;
