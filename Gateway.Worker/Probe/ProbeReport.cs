namespace Gateway.Worker.Probe;

/// <summary>The findings of a probe, printed one per line as they arrive.</summary>
internal sealed class ProbeReport(TextWriter output)
{
    private readonly Lock _lock = new();
    private int _missing;

    public void Found(string what, string text) => Write("ok     ", what, text);

    /// <summary>Reports something that could not be checked; nothing is known to be wrong.</summary>
    public void Unknown(string what, string text) => Write("unknown", what, text);

    public void Missing(string what, string text)
    {
        Interlocked.Increment(ref _missing);
        Write("MISSING", what, text);
    }

    /// <summary>Prints the last line.</summary>
    /// <returns>True when nothing is missing.</returns>
    public bool Conclude()
    {
        var usable = Volatile.Read(ref _missing) == 0;
        Line(usable ? "Usable: the probe found nothing missing." : $"Not usable: {_missing} finding(s) above must be corrected first.");
        return usable;
    }

    private void Write(string verdict, string what, string text) => Line($"{verdict}  {what,-13} {text}");

    // Findings from the component's own thread may come between the others, so each line is written under a lock.
    private void Line(string text)
    {
        lock (_lock)
        {
            output.WriteLine(text);
        }
    }
}
