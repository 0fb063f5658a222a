using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Gateway.Worker.Executors.Com.Interfaces;

namespace Gateway.Worker.Executors.Com.Activation;

/// <summary>
/// The created component, through its latest interface that exists. Owns the pointer. Used only on the apartment's thread.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class LmxServer : IDisposable
{
    private nint _pointer;

    private LmxServer(nint pointer, int version)
    {
        _pointer = pointer;
        Version = version;
    }

    public nint Pointer => _pointer;

    /// <summary>1 to 5, for ILMXProxyServer to ILMXProxyServer5. Older products do not have the later interfaces.</summary>
    public int Version { get; }

    /// <exception cref="ActivationException">The component could not be created; the message has the HRESULT and the
    /// remedy.</exception>
    public static LmxServer Create(ComOptions options)
    {
        var server = options.ProgId ?? options.ClassId.ToString("B");
        var classId = options.ClassId;
        var hresult = options.ProgId is null ? Hresults.Ok : Ole32.CLSIDFromProgID(options.ProgId, out classId);
        nint unknown = 0;
        if (!Hresults.Failed(hresult))
        {
            hresult = Ole32.CoCreateInstance(classId, 0, Ole32.InProcess, ComIds.Unknown, out unknown);
        }

        if (Hresults.Failed(hresult))
        {
            throw Failed(hresult, server);
        }

        for (var version = ComIds.Versions.Length; version > 0; version--)
        {
            var pointer = ComPointer.QueryInterface(unknown, ComIds.Versions[version - 1], out _);
            if (pointer != 0)
            {
                ComPointer.Release(ref unknown);
                return new LmxServer(pointer, version);
            }
        }

        ComPointer.Release(ref unknown);
        throw Failed(Hresults.NoInterface, server);
    }

    public void Dispose() => ComPointer.Release(ref _pointer);

    private static ActivationException Failed(int hresult, string server) =>
        new(hresult, ActivationFaults.Describe(hresult, server, RuntimeInformation.ProcessArchitecture));
}
