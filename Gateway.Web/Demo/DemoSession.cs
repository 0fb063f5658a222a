using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions;
using Gateway.Web.Tokens;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Demo;

/// <summary>Opens the demo session when the gateway starts, and advises the items of its objects.</summary>
internal sealed class DemoSession(SessionManager sessions, IOptions<DemoOptions> options, ILogger<DemoSession> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => options.Value.Enabled ? OpenAsync(cancellationToken) : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var request = new OpenSessionRequest { Name = options.Value.Name, SessionTag = options.Value.SessionTag };
            var session = await sessions.OpenAsync(request, StartupTokenSource.Subject, cancellationToken);
            await AdviseAsync(session, cancellationToken);
        }
        catch (Exception error) when (error is GatewayException or OperationCanceledException)
        {
            DemoLog.NotOpened(logger, error);
        }
    }

    private async Task AdviseAsync(Session session, CancellationToken cancellationToken)
    {
        var registered = await session.InvokeAsync(new MxCommand { Method = MxMethod.Register, ClientName = options.Value.Name }, cancellationToken);
        var attributes = await session.InvokeAsync(
            new MxCommand
            {
                Method = MxMethod.ReadBulk,
                ServerHandle = registered.ReturnValue,
                ItemDefinitions = [.. options.Value.Objects.Select(name => $"{name}._Attributes[]")],
            },
            cancellationToken);
        var references = options.Value.Objects
            .Zip(attributes.Results ?? [], (name, result) => NamesIn(result).Select(attribute => $"{name}.{attribute}"))
            .SelectMany(names => names)
            .ToArray();
        await session.InvokeAsync(
            new MxCommand { Method = MxMethod.SubscribeBulk, ServerHandle = registered.ReturnValue, ItemDefinitions = references, Supervisory = true },
            cancellationToken);
        DemoLog.Opened(logger, session.Identity.SessionId, references.Length);
    }

    private static string[] NamesIn(MxItemResult result) =>
        result.Value is { IsArray: true, ElementType: VariantType.String } names ? (string[])names.AsArray() : [];
}
