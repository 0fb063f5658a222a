using System.Runtime.InteropServices;

namespace Gateway.Web.Access.Login.Ldap;

/// <summary>
/// The socket of one connection, so that a wait on it can be ended. It is needed for two reasons. The library has no time limit for a
/// TLS handshake. And the time limit of a search that System.DirectoryServices.Protocols passes to the native library arrives there as
/// more than an hour, because its structure has 32-bit fields where 64-bit fields are expected. Safe on any thread.
/// </summary>
internal sealed class LdapSocket : IDisposable
{
    private readonly Lock _lock = new();
    private readonly OnAdded _added;
    private readonly OnRemoved _removed;
    private readonly nint _callbacks;
    private int _descriptor = -1;
    private bool _ended;

    public LdapSocket()
    {
        // The fields keep the delegates alive while native code may call them.
        _added = Add;
        _removed = Remove;
        _callbacks = Marshal.AllocHGlobal(Marshal.SizeOf<Callbacks>());
        Marshal.StructureToPtr(
            new Callbacks
            {
                Added = Marshal.GetFunctionPointerForDelegate(_added),
                Removed = Marshal.GetFunctionPointerForDelegate(_removed),
            },
            _callbacks,
            fDeleteOld: false);
    }

    private delegate int OnAdded(nint connection, nint socketBuffer, nint address, nint socketAddress, nint callbacks);

    private delegate void OnRemoved(nint connection, nint socketBuffer, nint callbacks);

    /// <summary>Must be called before the connection is opened.</summary>
    public void Attach(nint connection) => LdapLibrary.SetPointer(connection, LdapSetting.SocketCallbacks, _callbacks);

    /// <summary>Ends the socket, now or as soon as there is one.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            ShutDown();
        }
    }

    /// <summary>Must be called after the connection was disposed.</summary>
    public void Dispose() => Marshal.FreeHGlobal(_callbacks);

    private int Add(nint connection, nint socketBuffer, nint address, nint socketAddress, nint callbacks)
    {
        lock (_lock)
        {
            _descriptor = LdapLibrary.DescriptorOf(socketBuffer);
            if (_ended)
            {
                ShutDown();
            }
        }

        return 0;
    }

    // This is called before the descriptor is closed, because a closed descriptor may already belong to another socket.
    private void Remove(nint connection, nint socketBuffer, nint callbacks)
    {
        lock (_lock)
        {
            _descriptor = -1;
        }
    }

    private void ShutDown()
    {
        if (_descriptor >= 0)
        {
            LdapLibrary.ShutDown(_descriptor);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Callbacks
    {
        public nint Added;
        public nint Removed;
        public nint Argument;
    }
}
