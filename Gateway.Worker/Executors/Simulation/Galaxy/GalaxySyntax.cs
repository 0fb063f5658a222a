namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>What names may look like.</summary>
internal static class GalaxySyntax
{
    private const int MaxPart = 32;
    private const int MaxName = 329;

    /// <summary>Parts of letters, digits and _, divided by dots; the vendor's lengths.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName
        && name.Split('.').All(part =>
            part.Length is > 0 and <= MaxPart && part.All(character => char.IsLetterOrDigit(character) || character == '_'));
}
