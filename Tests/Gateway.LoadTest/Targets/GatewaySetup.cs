using System.Diagnostics;
using Gateway.FunctionalTests.Hosting;

namespace Gateway.LoadTest.Targets;

/// <summary>A gateway to be loaded.</summary>
internal sealed record GatewaySetup
{
    public int Sessions { get; init; } = 1;

    /// <summary>Load items of each session that are advised.</summary>
    public int Items { get; init; } = 100;

    /// <summary>Sessions that are opened side by side.</summary>
    public int OpenedAtOnce { get; init; } = 1;

    /// <summary>Those that are the workers of many sessions each; empty when each session has its own.</summary>
    public IReadOnlyList<Process> SharedWorkers { get; init; } = [];

    /// <summary>Settings of the gateway, such as <c>Gateway:Hub:KeepAliveSeconds=5</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public GatewayStart Start { get; init; } = new();
}
