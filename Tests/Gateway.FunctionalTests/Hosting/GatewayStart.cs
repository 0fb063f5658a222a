namespace Gateway.FunctionalTests.Hosting;

/// <summary>How a gateway's process is started where it differs from the build beside the tests.</summary>
internal sealed record GatewayStart
{
    /// <summary>A gateway's assembly; null for the one that was built with the tests.</summary>
    public string? Program { get; init; }

    /// <summary>Whether it is asked to print a token.</summary>
    public bool HasToken { get; init; } = true;

    /// <summary>Variables beside those of this process. Its workers get them too.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
