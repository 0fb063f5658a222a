using Gateway.Values;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>
/// Samples that a buffered item has collected since its last OnBufferedDataChange. A full buffer drops its oldest sample.
/// </summary>
internal sealed class SampleBuffer
{
    private const int Capacity = 10_000;

    private readonly Queue<(MxValue Value, int Quality, DateTime Time)> _samples = [];

    public int Count => _samples.Count;

    public void Add(MxValue value, int quality, DateTime time)
    {
        if (_samples.Count == Capacity)
        {
            _samples.Dequeue();
        }

        _samples.Enqueue((value, quality, time));
    }

    public void Clear() => _samples.Clear();

    /// <summary>Takes all samples as three parallel arrays: values, qualities (32-bit) and times.</summary>
    public (MxValue Values, MxValue Qualities, MxValue Times) Take(VariantType type)
    {
        var values = Array.CreateInstance(VariantTypeRules.ClrTypeOf(type), _samples.Count);
        var qualities = new int[_samples.Count];
        var times = new DateTime[_samples.Count];
        for (var i = 0; _samples.TryDequeue(out var sample); i++)
        {
            values.SetValue(sample.Value.ToObject(), i);
            qualities[i] = sample.Quality;
            times[i] = sample.Time;
        }

        return (MxValue.FromArray(type, values), MxValue.FromArray(VariantType.Int32, qualities), MxValue.FromArray(VariantType.Date, times));
    }
}
