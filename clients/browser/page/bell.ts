/** The session's bell. Silent until the user has touched the page: browsers want that. */
export class Bell {
  #audio: AudioContext | undefined;

  /** Volume 0..100, pitch in Hz, duration in milliseconds. */
  ring(volume: number, pitch: number, duration: number): void {
    if (volume <= 0 || duration <= 0 || !navigator.userActivation.hasBeenActive) return;
    this.#audio ??= new AudioContext();
    const audio = this.#audio;
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    const end = audio.currentTime + Math.min(duration, 1000) / 1000;
    tone.frequency.value = Math.max(40, Math.min(pitch, 8000));
    gain.gain.setValueAtTime((Math.min(volume, 100) / 100) * 0.15, audio.currentTime);
    // Without a fade the end clicks.
    gain.gain.setTargetAtTime(0, end - 0.02, 0.006);
    tone.connect(gain).connect(audio.destination);
    tone.start();
    tone.stop(end);
  }
}
