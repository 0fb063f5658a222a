using System.Net.Sockets;

namespace Gateway.Web.Platform.Store;

/// <summary>
/// Held by a gateway as long as it runs: one store is one gateway's, and so is one instance id, which is part of pipe names and
/// comes along when a store is copied. The system lets go of both when the process ends, however it ends.
/// </summary>
internal sealed class StoreLock(StorePaths paths) : IDisposable
{
    private FileStream? _file;
    private IDisposable? _instance;

    /// <exception cref="StoreException">Another gateway has the store.</exception>
    public void TakeStore()
    {
        try
        {
            _file ??= new FileStream(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException error)
        {
            throw StoreFaults.NoRights(paths.Lock, error);
        }
        catch (IOException error)
        {
            throw StoreFaults.InUse(paths.Database, error);
        }
    }

    /// <exception cref="StoreException">A gateway on a copy of the store runs on this machine.</exception>
    public void TakeInstance(string instanceId) => _instance ??= TakeName($"gateway-{instanceId}") ?? throw StoreFaults.SameInstance(paths.Database, instanceId);

    public void Dispose()
    {
        _instance?.Dispose();
        _file?.Dispose();
    }

    // Names that live as long as a process holds them, and leave nothing behind.
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
            // Beginning with a zero character it is a name of the system's, not a file.
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
