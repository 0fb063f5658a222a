namespace Gateway.Worker.Executors.Simulation.Formulas;

/// <summary>What a formula can read besides attributes.</summary>
internal sealed class FormulaContext(SeededRandom random)
{
    public SeededRandom Random { get; set; } = random;

    /// <summary><c>t</c>: seconds since the simulation started.</summary>
    public double Seconds { get; set; }

    /// <summary><c>dt</c>: seconds since the previous scan.</summary>
    public double Step { get; set; }

    /// <summary><c>now</c>: the time, in seconds since 1970 UTC.</summary>
    public double UnixSeconds { get; set; }

    /// <summary><c>self</c>: the current value of the attribute, or of the element in an array.</summary>
    public double Self { get; set; }

    /// <summary><c>i</c>: index of the element, from 1; 0 outside arrays.</summary>
    public int Index { get; set; }
}
