namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>The syntax of names.</summary>
internal static class GalaxySyntax
{
    private const int MaxPart = 32;
    private const int MaxName = 329;

    /// <summary>
    /// Whether the text is a name: parts of letters, digits and _, separated by dots, within the lengths that the vendor allows.
    /// </summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName
        && name.Split('.').All(part =>
            part.Length is > 0 and <= MaxPart && part.All(character => char.IsLetterOrDigit(character) || character == '_'));
}
