namespace Gateway.Worker.Executors.Simulation.Formulas;

/// <summary>The functions that formulas can call. GALAXY.md lists them for authors of galaxy files.</summary>
internal static class FormulaFunctions
{
    /// <summary>Functions whose argument is an attribute instead of a number; null when the name is not one of them.</summary>
    public static Func<PlantAttribute, Formula>? OfAttribute(string name) => name switch
    {
        "prev" => attribute => _ => attribute.PreviousNumber,
        "rises" => attribute => _ => attribute.PreviousNumber == 0 && attribute.Number != 0 ? 1 : 0,
        "falls" => attribute => _ => attribute.PreviousNumber != 0 && attribute.Number == 0 ? 1 : 0,
        "quality" => attribute => _ => attribute.Quality,
        _ => null,
    };

    /// <summary>Makes the formula of a call; null when there is no function with that name and number of arguments.</summary>
    public static Formula? Create(string name, Formula[] arguments) => arguments switch
    {
        [] => OfNone(name),
        [var x] => OfOne(name, x),
        [var x, var y] => OfTwo(name, x, y),
        [var x, var y, var z] => OfThree(name, x, y, z),
        _ => null,
    };

    private static Formula? OfNone(string name) => name switch
    {
        "random" => context => context.Random.NextDouble(),
        _ => null,
    };

    private static Formula? OfOne(string name, Formula x) => name switch
    {
        "abs" => context => Math.Abs(x(context)),
        "sqrt" => context => Math.Sqrt(Math.Max(0, x(context))),
        "exp" => context => Math.Exp(x(context)),
        "sin" => context => Math.Sin(x(context)),
        "cos" => context => Math.Cos(x(context)),
        "floor" => context => Math.Floor(x(context)),
        "round" => context => Math.Round(x(context), MidpointRounding.AwayFromZero),

        // Uniformly distributed around zero.
        "noise" => context => ((context.Random.NextDouble() * 2) - 1) * x(context),

        // 1 with the probability that makes it happen x times a second on average.
        "chance" => context => context.Random.NextDouble() < x(context) * context.Step ? 1 : 0,
        _ => null,
    };

    private static Formula? OfTwo(string name, Formula x, Formula y) => name switch
    {
        "min" => context => Math.Min(x(context), y(context)),
        "max" => context => Math.Max(x(context), y(context)),
        "pow" => context => Math.Pow(x(context), y(context)),

        // First-order lag: self follows x with a time constant of y seconds.
        "lag" => context => context.Self + ((x(context) - context.Self) * (1 - Math.Exp(-context.Step / Math.Max(y(context), 1e-6)))),

        // Self moves towards x by at most y per second.
        "ramp" => context => context.Self + Math.Clamp(x(context) - context.Self, -Rate(y, context), Rate(y, context)),

        // A sine between -1 and 1 with a period of x seconds, shifted by y seconds.
        "wave" => context => Math.Sin(2 * Math.PI * (context.Seconds + y(context)) / Math.Max(x(context), 1e-6)),
        _ => null,
    };

    private static Formula? OfThree(string name, Formula x, Formula y, Formula z) => name switch
    {
        "if" => context => x(context) != 0 ? y(context) : z(context),
        "clamp" => context => Math.Max(y(context), Math.Min(z(context), x(context))),

        // Self grows by x per second and stays between y and z.
        "integrate" => context => Math.Max(y(context), Math.Min(z(context), context.Self + (x(context) * context.Step))),

        // 1 for z seconds in each period of y seconds, for the first time after x seconds.
        "during" => context => During(context.Seconds - x(context), y(context), z(context)),
        _ => null,
    };

    private static double Rate(Formula perSecond, FormulaContext context) => Math.Abs(perSecond(context)) * context.Step;

    private static double During(double seconds, double period, double length) =>
        seconds >= 0 && seconds % Math.Max(period, 1e-6) < length ? 1 : 0;
}
