namespace Gateway.Worker.Executors.Simulation.Formulas;

/// <summary>What a formula sees besides attributes.</summary>
internal sealed class FormulaContext(SeededRandom random)
{
    public SeededRandom Random => random;

    /// <summary><c>t</c>: seconds since the simulation began.</summary>
    public double Seconds { get; set; }

    /// <summary><c>dt</c>: seconds since the scan before.</summary>
    public double Step { get; set; }

    /// <summary><c>now</c>: seconds since 1970 UTC.</summary>
    public double UnixSeconds { get; set; }

    /// <summary><c>self</c>: the attribute's own value; for arrays the element's.</summary>
    public double Self { get; set; }

    /// <summary><c>i</c>: 1-based element index; 0 outside of arrays.</summary>
    public int Index { get; set; }
}
