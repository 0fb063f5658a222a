using System.Numerics;

namespace Gateway.LoadTest.Clients;

/// <summary>A histogram of microseconds with 32 steps per doubling, so a percentile is precise to 3 %.</summary>
internal sealed class Latencies
{
    private const int StepBits = 5;
    private const int Steps = 1 << StepBits;

    private readonly long[] _counts = new long[Steps * 40];

    /// <summary>How many values were counted.</summary>
    public long Count => _counts.Sum();

    public void Add(long microseconds, int count) => _counts[SlotOf(Math.Max(microseconds, 0))] += count;

    public void Add(Latencies other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }
    }

    /// <returns>The limit in milliseconds that the given share of the values does not exceed; 0 when nothing was
    /// counted.</returns>
    public double Percentile(double share)
    {
        var rest = (long)Math.Ceiling(_counts.Sum() * share);
        for (var i = 0; i < _counts.Length && rest > 0; i++)
        {
            rest -= _counts[i];
            if (rest <= 0)
            {
                return UpperEnd(i) / 1000.0;
            }
        }

        return 0;
    }

    private static int SlotOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - StepBits);
        return (int)((shift * Steps) + (value >> shift));
    }

    private static long UpperEnd(int slot) => slot < 2 * Steps ? slot + 1 : (long)((slot % Steps) + Steps + 1) << ((slot / Steps) - 1);
}
