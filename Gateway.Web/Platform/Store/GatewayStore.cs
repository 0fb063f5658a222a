namespace Gateway.Web.Platform.Store;

/// <summary>
/// The prepared store. The host prepares it before any service starts; code that runs earlier awaits <see cref="EnsureReadyAsync"/>.
/// </summary>
internal sealed class GatewayStore(StoreFile file, StoreLock owner, RunningStores running) : IDisposable
{
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private string? _instanceId;

    /// <summary>The identity of this gateway. It stays the same after every restart on the same store.</summary>
    /// <exception cref="InvalidOperationException">The store is not prepared yet.</exception>
    public string InstanceId =>
        _instanceId ?? throw new InvalidOperationException("The store is not prepared; await EnsureReadyAsync first.");

    /// <summary>
    /// Prepares the file and locks it for this process. Every process that runs a gateway must call this; a second call has no effect.
    /// </summary>
    /// <exception cref="StoreException">The file cannot be used, or another gateway runs on it.</exception>
    public async Task OwnAsync(CancellationToken cancellationToken)
    {
        file.EnsureDirectory();
        await owner.TakeStoreAsync(cancellationToken);
        await EnsureReadyAsync(cancellationToken);
        owner.TakeInstance(InstanceId);
        running.Announce(InstanceId);
    }

    /// <summary>Prepares the file once; further calls have no effect.</summary>
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
