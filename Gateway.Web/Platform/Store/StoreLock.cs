using System.Net.Sockets;

namespace Gateway.Web.Platform.Store;

/// <summary>
/// Two locks that a gateway holds while it runs: one on the store, and one on the instance id, which is part of pipe names and is
/// copied together with a store. The operating system releases both when the process ends, whatever the reason.
/// </summary>
internal sealed class StoreLock(StorePaths paths) : IDisposable
{
    private const int Attempts = 5;

    /// <summary>Longer than a command needs that looks whether a gateway holds the lock, which takes it for a moment.</summary>
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(100);

    private FileStream? _file;
    private IDisposable? _instance;

    /// <exception cref="StoreException">Another gateway uses the store.</exception>
    public async Task TakeStoreAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _file ??= new FileStream(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return;
            }
            catch (UnauthorizedAccessException error)
            {
                throw StoreFaults.NoRights(paths.Lock, error);
            }
            catch (IOException error) when (attempt == Attempts)
            {
                throw StoreFaults.InUse(paths.Database, error);
            }
            catch (IOException)
            {
                // The clock of the system, because what is waited for is another process.
                await Task.Delay(BetweenAttempts, TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>Whether a gateway holds the lock of this store.</summary>
    public static bool IsTaken(string database)
    {
        try
        {
            new FileStream(StorePaths.LockOf(database), FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <exception cref="StoreException">A gateway on a copy of the store runs on this machine.</exception>
    public void TakeInstance(string instanceId) => _instance ??= TakeName($"gateway-{instanceId}") ?? throw StoreFaults.SameInstance(paths.Database, instanceId);

    public void Dispose()
    {
        _instance?.Dispose();
        _file?.Dispose();
    }

    // These names exist as long as a process holds them, and leave nothing behind.
    private static IDisposable? TakeName(string name)
    {
        if (OperatingSystem.IsLinux())
        {
            return TakeAddress(name);
        }

        var mutex = new Mutex(initiallyOwned: false, $@"Global\{name}", out var isNew);
        if (isNew)
        {
            return mutex;
        }

        mutex.Dispose();
        return null;
    }

    private static Socket? TakeAddress(string name)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // A socket address that begins with a zero character is a name in the system's abstract namespace, not a file.
            socket.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
            return socket;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            return null;
        }
    }
}
