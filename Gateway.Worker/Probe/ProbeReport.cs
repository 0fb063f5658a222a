namespace Gateway.Worker.Probe;

/// <summary>The findings, one line each, as they come.</summary>
internal sealed class ProbeReport(TextWriter output)
{
    private readonly Lock _lock = new();
    private int _missing;

    public void Found(string what, string text) => Write("ok     ", what, text);

    /// <summary>Could not be found out; nothing that is known to be wrong.</summary>
    public void Unknown(string what, string text) => Write("unknown", what, text);

    public void Missing(string what, string text)
    {
        Interlocked.Increment(ref _missing);
        Write("MISSING", what, text);
    }

    /// <summary>Writes the last line.</summary>
    /// <returns>True when nothing is missing.</returns>
    public bool Conclude()
    {
        var usable = Volatile.Read(ref _missing) == 0;
        Line(usable ? "Usable: nothing is missing that this probe looks for." : $"Not usable: {_missing} finding(s) above are to be mended first.");
        return usable;
    }

    private void Write(string verdict, string what, string text) => Line($"{verdict}  {what,-13} {text}");

    // Findings of the component's own thread come between the others.
    private void Line(string text)
    {
        lock (_lock)
        {
            output.WriteLine(text);
        }
    }
}
