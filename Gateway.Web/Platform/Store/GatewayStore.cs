namespace Gateway.Web.Platform.Store;

/// <summary>The prepared store. The host prepares it before any service starts; whoever runs earlier awaits it here.</summary>
internal sealed class GatewayStore(StoreFile file, StoreLock owner) : IDisposable
{
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private string? _instanceId;

    /// <summary>Identity of this gateway: the same after every restart, as long as the store is the same.</summary>
    /// <exception cref="InvalidOperationException">The store is not prepared yet.</exception>
    public string InstanceId =>
        _instanceId ?? throw new InvalidOperationException("The store is not prepared; await EnsureReadyAsync first.");

    /// <summary>Prepares the file and keeps it for this process, as whoever runs a gateway on it must. Harmless when that is done.</summary>
    /// <exception cref="StoreException">The file cannot be used, or another gateway runs on it.</exception>
    public async Task OwnAsync(CancellationToken cancellationToken)
    {
        file.EnsureDirectory();
        owner.TakeStore();
        await EnsureReadyAsync(cancellationToken);
        owner.TakeInstance(InstanceId);
    }

    /// <summary>Prepares the file once; harmless when it is prepared.</summary>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public async Task EnsureReadyAsync(CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken);
        try
        {
            _instanceId ??= file.Prepare();
        }
        finally
        {
            _preparing.Release();
        }
    }

    public void Dispose() => _preparing.Dispose();
}
