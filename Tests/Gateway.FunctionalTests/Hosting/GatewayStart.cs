namespace Gateway.FunctionalTests.Hosting;

/// <summary>How a gateway's process is started, where that differs from <see cref="GatewayProgram"/>.</summary>
internal sealed record GatewayStart
{
    /// <summary>Program or assembly of a gateway; null for <see cref="GatewayProgram.Path"/>.</summary>
    public string? Program { get; init; }

    /// <summary>Whether the gateway is asked to print a token.</summary>
    public bool HasToken { get; init; } = true;

    /// <summary>Variables in addition to those of this process; the gateway's workers get them too.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
