/** The outline of a sound: lowest and highest value of each of `columns` stretches of equal length. */
export function outline(samples: Float32Array, columns: number): { low: Float32Array; high: Float32Array } {
  const low = new Float32Array(columns)
  const high = new Float32Array(columns)
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * samples.length) / columns)
    const to = Math.max(from + 1, Math.floor(((column + 1) * samples.length) / columns))
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let place = from; place < to && place < samples.length; place++) {
      if (samples[place] < least) least = samples[place]
      if (samples[place] > most) most = samples[place]
    }
    low[column] = Number.isFinite(least) ? least : 0
    high[column] = Number.isFinite(most) ? most : 0
  }
  return { low, high }
}

/** The mean of all channels. */
export function mixDown(buffer: Pick<AudioBuffer, "length" | "numberOfChannels" | "getChannelData">): Float32Array {
  const mixed = new Float32Array(buffer.length)
  for (let channel = 0; channel < buffer.numberOfChannels; channel++) {
    const samples = buffer.getChannelData(channel)
    for (let place = 0; place < samples.length; place++) mixed[place] += samples[place] / buffer.numberOfChannels
  }
  return mixed
}
