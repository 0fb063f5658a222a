using System.CommandLine;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;
using Gateway.CommandLine.Sessions;

namespace Gateway.CommandLine.Probing;

/// <summary><c>mxgateway probe</c>: the first thing that support asks for.</summary>
internal static class ProbeCommand
{
    private const string Description = """
        Checks step by step whether a gateway works from here: its name, the connection, TLS, its health, your token, the hub, a session, the
        value of an item, and the way to the worker and back. The first check that fails names its remedy, and its kind is the exit code.

        Examples:
          mxgateway probe
          mxgateway probe --session 'Demo plant' --item Tank101.Level.PV
          mxgateway probe --json
        """;

    public static Command Build(CommandRunner runner)
    {
        var session = SessionChoice.Option();
        var item = new Option<string?>("--item") { HelpName = "REFERENCE", Description = "The item to read; one that the session has if absent." };
        return runner.Attach(
            new Command("probe", Description) { session, item },
            (invocation, cancellationToken) => RunAsync(invocation, invocation.Get(session), invocation.Get(item), cancellationToken),
            CommandKind.Timed);
    }

    private static async Task<int> RunAsync(Invocation invocation, string? session, string? item, CancellationToken cancellationToken)
    {
        var access = invocation.Access();
        var network = new NetworkChecks(access.Url);
        await using var gateway = new GatewayChecks(access, invocation.Host.Time);
        var sessions = new SessionChecks(access, gateway, session);
        var prober = new Prober(invocation.Host.Time, invocation.Timeout, step => Show(invocation.Results, step));
        invocation.Results.Say($"{access.Url}");
        (string Name, Func<CancellationToken, Task<string>> Check)[] checks =
        [
            ("name", network.NameAsync), ("connection", network.ConnectionAsync), ("tls", network.EncryptionAsync), ("health", gateway.HealthAsync),
            ("token", gateway.LoginAsync), ("hub", gateway.HubAsync), ("session", sessions.SessionAsync), ("value", stop => sessions.ValueAsync(item, stop)),
            ("round trip", sessions.RoundTripAsync),
        ];
        foreach (var (name, check) in checks)
        {
            await prober.CheckAsync(name, check, cancellationToken);
        }

        if (invocation.Results.IsJson)
        {
            invocation.Results.Line(new ProbeReport($"{access.Url}", prober.ExitCode == ExitCodes.Ok, prober.Steps), () => "");
        }

        return prober.ExitCode;
    }

    private static void Show(Results results, ProbeStep step)
    {
        results.Say(step.Line());
        if (step.Remedy is { } remedy)
        {
            results.Say($"        {remedy}");
        }
    }
}
