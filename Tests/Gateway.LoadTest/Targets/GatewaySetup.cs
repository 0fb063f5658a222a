using System.Diagnostics;
using Gateway.FunctionalTests.Hosting;

namespace Gateway.LoadTest.Targets;

/// <summary>The setup of a gateway that is to be loaded.</summary>
internal sealed record GatewaySetup
{
    public int Sessions { get; init; } = 1;

    /// <summary>Number of load items that each session advises.</summary>
    public int Items { get; init; } = 100;

    /// <summary>Number of sessions that are opened at the same time.</summary>
    public int OpenedAtOnce { get; init; } = 1;

    /// <summary>Load workers for many sessions each; empty when each session has its own worker.</summary>
    public IReadOnlyList<Process> SharedWorkers { get; init; } = [];

    /// <summary>Settings of the gateway, such as <c>Gateway:Hub:KeepAliveSeconds=5</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public GatewayStart Start { get; init; } = new();
}
