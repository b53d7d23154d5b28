// The classes of the yard's schema: what is cast, and of which kind. Base and mapping have them from here.
export const kinds = {
  Slab: ["Hollow", "Solid", "Ribbed", "Stair", "Landing", "Balcony", "Roof", "Ramp"],
  Wall: ["Outer", "Inner", "Shaft", "Parapet", "Sandwich", "Retaining", "Fire", "Double"],
  Girder: ["Bridge", "Edge", "Inverted", "Tee", "Box", "Trough", "Crane", "Lintel"],
  Pillar: ["Round", "Square", "Corner", "Gate", "Short", "Tall", "Console", "Twin"],
  Pipe: ["Storm", "Sewer", "Culvert", "Manhole", "Cone", "Ring", "Jacking", "Inlet"],
  Base: ["Pad", "Strip", "Socket", "Pile", "Cap", "Anchor", "Machine", "Mast"],
  Rail: ["Sleeper", "Barrier", "Platform", "Crossing", "Kerb", "Gutter", "Noise", "Third"],
  Fitting: ["Lifter", "Insert", "Bearing", "Sealing"],
};
