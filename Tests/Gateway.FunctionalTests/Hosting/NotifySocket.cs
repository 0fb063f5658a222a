using System.Net.Sockets;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>
/// The socket that systemd provides for a unit of type notify: a datagram socket whose path is in NOTIFY_SOCKET.
/// </summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-notify-");
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public NotifySocket()
    {
        Path = System.IO.Path.Combine(_directory.FullName, "notify");
        _socket.Bind(new UnixDomainSocketEndPoint(Path));
    }

    public string Path { get; }

    /// <summary>Whether a message is waiting.</summary>
    public bool HasMessage => _socket.Available > 0;

    public async Task<string> ReceiveAsync()
    {
        var buffer = new byte[4096];
        var count = await _socket.ReceiveAsync(buffer);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, count);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _directory.Delete(recursive: true);
    }
}
