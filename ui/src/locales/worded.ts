/** The shape of a catalogue with its words left open: what one language says, another says too, and nothing besides. */
export type Worded<Part> = { [Key in keyof Part]: Part[Key] extends string ? string : Worded<Part[Key]> }
