namespace TemplateWorker.Demo.Generation;

/// <summary>
/// A generator of numbers that gives the same sequence for the same seed on every platform and runtime, which
/// <see cref="Random"/> does not promise. SplitMix64: https://prng.di.unimi.it/splitmix64.c
/// </summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>True in <paramref name="percent"/> of 100 cases.</summary>
    public bool Percent(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary><paramref name="digits"/> hexadecimal digits.</summary>
    public string Hex(int digits)
    {
        var text = "";
        while (text.Length < digits)
        {
            text += Next().ToString("x16");
        }

        return text[..digits];
    }

    private ulong Next()
    {
        _state += 0x9e3779b97f4a7c15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }
}
