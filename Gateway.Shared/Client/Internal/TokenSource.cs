namespace Gateway.Client.Internal;

/// <summary>The application's token provider and the token it returned last. Safe on any thread.</summary>
internal sealed class TokenSource(Func<CancellationToken, ValueTask<string?>>? provider, TimeProvider time)
{
    private volatile ReceivedToken? _latest;

    public bool Exists => provider is not null;

    public ReceivedToken? Latest => _latest;

    public async ValueTask<string?> NextAsync(CancellationToken cancellationToken)
    {
        var token = provider is null ? null : await provider(cancellationToken);
        _latest = token is null ? null : new ReceivedToken(token, time.GetTimestamp());
        return token;
    }
}
