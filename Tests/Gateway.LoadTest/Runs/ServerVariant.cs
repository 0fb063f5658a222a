namespace Gateway.LoadTest.Runs;

/// <summary>The environment variables with which a server is started, and the build of it.</summary>
internal sealed record ServerVariant(string Name, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The settings of the project and the platform.</summary>
    public static ServerVariant Plain { get; } = new("", new Dictionary<string, string>());

    /// <summary>The gateway's assembly; null for the one that was built with this program.</summary>
    public string? Program { get; private init; }

    /// <summary>Another build of the gateway.</summary>
    public static ServerVariant OfProgram(string path) => Plain with { Name = path, Program = Path.GetFullPath(path) };

    /// <param name="text">For example <c>DOTNET_gcServer=0,DOTNET_TieredPGO=0</c>.</param>
    /// <exception cref="ArgumentException">The text does not have that form.</exception>
    public static ServerVariant Parse(string text) => new(text, text.Split(',').Select(Pair).ToDictionary(StringComparer.Ordinal));

    public ServerVariant With(ServerVariant other) =>
        new(other.Name, Environment.Concat(other.Environment).GroupBy(pair => pair.Key).ToDictionary(pairs => pairs.Key, pairs => pairs.Last().Value, StringComparer.Ordinal)) { Program = other.Program };

    private static KeyValuePair<string, string> Pair(string text) => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? new(text[..at], text[(at + 1)..])
        : throw new ArgumentException($"'{text}' must have the form NAME=VALUE.");
}
