using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Sessions.Catalogue;
using Gateway.Web.Sessions.Lifetime;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Hosting.Demo;

/// <summary>
/// Opens the demo session when the gateway starts, and advises the items of its objects. A demo session of an earlier gateway is used again;
/// when its worker is gone, another session takes its place.
/// </summary>
internal sealed class DemoSession(SessionManager sessions, IOptions<DemoOptions> options, TimeProvider time, ILogger<DemoSession> logger)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stopping = new();
    private Task _following = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled || !sessions.OpensSessions)
        {
            return Task.CompletedTask;
        }

        if (Former().Length == 0)
        {
            return OpenAsync(cancellationToken);
        }

        // Adoption goes on while the gateway serves.
        _following = FollowAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _following;
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>Opens another session when no demo session of an earlier gateway has been taken over. Does not throw.</summary>
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (Array.Exists(Former(), session => session.Status.State is SessionState.Creating or SessionState.Starting))
            {
                await Task.Delay(BetweenLooks, time, cancellationToken);
            }

            if (Array.TrueForAll(Former(), session => session.Status.State is SessionState.Faulted or SessionState.Closed))
            {
                await Task.WhenAll(Former().Select(session => sessions.CloseAsync(session, "Its worker is gone; the demo session is opened anew.")));
                await OpenAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway is stopping.
        }
    }

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

    private Session[] Former() => [.. sessions.All.Where(session => IsDemo(session.Identity))];

    private bool IsDemo(SessionIdentity session) => session.Owner == StartupTokenSource.Subject && session.Name == options.Value.Name;

    private async Task AdviseAsync(Session session, CancellationToken cancellationToken)
    {
        var registered = await session.InvokeAsync(new MxCommand { Method = MxMethod.Register, ClientName = options.Value.Name }, cancellationToken);
        var attributes = await ReadAsync(session, registered.ReturnValue, options.Value.Objects.Select(ObjectAttributes.NamesOf), cancellationToken);
        var names = options.Value.Objects
            .Zip(attributes, (name, result) => ObjectAttributes.NamesIn(result).Select(attribute => $"{name}.{attribute}"))
            .SelectMany(found => found)
            .Where(DemoItems.IsAdvised)
            .ToArray();
        var dimensions = await ReadAsync(session, registered.ReturnValue, names.Select(name => $"{name}.Dimension1"), cancellationToken);
        var references = names.Zip(dimensions, (name, dimension) => IsArray(dimension) ? $"{name}[]" : name).ToArray();
        await session.InvokeAsync(
            new MxCommand { Method = MxMethod.SubscribeBulk, ServerHandle = registered.ReturnValue, ItemDefinitions = references, Supervisory = true },
            cancellationToken);
        DemoLog.Opened(logger, session.Identity.SessionId, references.Length);
    }

    private static async Task<IReadOnlyList<MxItemResult>> ReadAsync(
        Session session, int? serverHandle, IEnumerable<string> references, CancellationToken cancellationToken)
    {
        var command = new MxCommand { Method = MxMethod.ReadBulk, ServerHandle = serverHandle, ItemDefinitions = [.. references] };
        return (await session.InvokeAsync(command, cancellationToken)).Results ?? [];
    }

    /// <summary>An array attribute has a value only when its reference ends with brackets.</summary>
    private static bool IsArray(MxItemResult dimension) => dimension.Value is { } size && size.TryGetDouble(out var length) && length > 0;
}
