using System.Runtime.InteropServices;

namespace Gateway.Web.Access.Login.Ldap;

/// <summary>
/// The native library that System.DirectoryServices.Protocols calls outside Windows, and the few functions of it that the package does
/// not offer. The same names are tried in the same order as in the package, so that both use the same copy.
/// </summary>
internal static class LdapLibrary
{
    public const string MissingText =
        "is set, but the native LDAP library is not installed: install Debian's package libldap2 or libldap-2.5-0 (elsewhere: openldap, libldap).";

    private const string Name = "gateway-ldap";
    private const int SocketDescriptor = 1;
    private const int ShutDownBoth = 2;

    private static readonly string[] Names = OperatingSystem.IsMacOS()
        ? ["libldap.dylib"]
        : ["libldap.so.2", "libldap-2.6.so.0", "libldap-2.5.so.0", "libldap-2.4.so.2"];

    private static readonly Lazy<nint> Handle = new(Load);

    /// <summary>Windows has its own LDAP library.</summary>
    public static bool IsPresent => OperatingSystem.IsWindows() || Handle.Value != 0;

    public static void SetText(nint connection, LdapSetting setting, string value) => Check(setting, SetOption(connection, (int)setting, value));

    public static void SetNumber(nint connection, LdapSetting setting, int value) => Check(setting, SetOption(connection, (int)setting, ref value));

    public static void SetTime(nint connection, LdapSetting setting, TimeSpan value)
    {
        var time = new TimeValue { Seconds = (nint)Math.Max(1, (long)value.TotalSeconds) };
        Check(setting, SetOption(connection, (int)setting, ref time));
    }

    public static void SetPointer(nint connection, LdapSetting setting, nint value) => Check(setting, SetOption(connection, (int)setting, value));

    public static int NumberOf(nint connection, LdapSetting setting)
    {
        Check(setting, GetOption(connection, (int)setting, out var value));
        return value;
    }

    /// <summary>The descriptor of the socket that belongs to one of the library's socket buffers; -1 when there is none.</summary>
    public static int DescriptorOf(nint socketBuffer) =>
        ControlSocketBuffer(socketBuffer, SocketDescriptor, out var descriptor) == 1 ? descriptor : -1;

    /// <summary>Closes both directions of the socket, so that a thread that waits on it wakes up.</summary>
    public static void ShutDown(int descriptor) => _ = ShutDownSocket(descriptor, ShutDownBoth);

    private static nint Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
            {
                NativeLibrary.SetDllImportResolver(typeof(LdapLibrary).Assembly, (asked, _, _) => asked == Name ? handle : 0);
                return handle;
            }
        }

        return 0;
    }

    private static void Check(LdapSetting setting, int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"The LDAP library refused the setting {setting} ({result}).");
        }
    }

    [DllImport(Name, EntryPoint = "ldap_set_option", BestFitMapping = false)]
    private static extern int SetOption(nint connection, int option, [MarshalAs(UnmanagedType.LPUTF8Str)] string value);

    [DllImport(Name, EntryPoint = "ldap_set_option")]
    private static extern int SetOption(nint connection, int option, ref int value);

    [DllImport(Name, EntryPoint = "ldap_set_option")]
    private static extern int SetOption(nint connection, int option, ref TimeValue value);

    [DllImport(Name, EntryPoint = "ldap_set_option")]
    private static extern int SetOption(nint connection, int option, nint value);

    [DllImport(Name, EntryPoint = "ldap_get_option")]
    private static extern int GetOption(nint connection, int option, out int value);

    // This function is in liblber, which libldap loads.
    [DllImport(Name, EntryPoint = "ber_sockbuf_ctrl")]
    private static extern int ControlSocketBuffer(nint socketBuffer, int option, out int value);

    [DllImport("libc", EntryPoint = "shutdown")]
    private static extern int ShutDownSocket(int descriptor, int how);

    /// <summary>The <c>timeval</c> structure of C.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeValue
    {
        public nint Seconds;
        public nint Microseconds;
    }
}
