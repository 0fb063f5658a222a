using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Calls.ItemValues;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Catalogue;

/// <summary>
/// Asks the source of a session for one request, under a registration of its own, which is made when it is needed first. The items of the
/// session do not change.
/// </summary>
internal sealed class SourceReader(Session session, RegistrationDesk registrations) : IAsyncDisposable
{
    /// <summary>What is not there fails at once; what is on a platform that is gone may never answer.</summary>
    private const int TimeoutMs = 10_000;

    private OwnRegistration? _registration;

    /// <summary>The results are in the order of the references.</summary>
    /// <exception cref="GatewayException">The session does not answer.</exception>
    public async Task<IReadOnlyList<MxItemResult>> ReadAsync(IReadOnlyList<string> references, CancellationToken cancellationToken)
    {
        if (references.Count == 0)
        {
            return [];
        }

        _registration ??= await registrations.OpenAsync(session);
        return await BulkReading.ReadAsync(session, _registration.ServerHandle, references, TimeoutMs, cancellationToken);
    }

    public ValueTask DisposeAsync() => _registration?.DisposeAsync() ?? ValueTask.CompletedTask;
}
