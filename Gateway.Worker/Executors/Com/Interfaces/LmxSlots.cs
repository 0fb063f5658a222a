namespace Gateway.Worker.Executors.Com.Interfaces;

/// <summary>
/// Vtable slots of the methods. Slots 0 to 2 belong to IUnknown and 3 to 6 to IDispatch. Each interface adds its methods after
/// those of its base interface, so a pointer to a later interface serves all earlier methods.
/// </summary>
internal static class LmxSlots
{
    public const int Register = 7;
    public const int Unregister = 8;
    public const int AddItem = 9;
    public const int RemoveItem = 10;
    public const int Advise = 11;
    public const int UnAdvise = 12;
    public const int Write = 13;
    public const int WriteSecured = 14;
    public const int AuthenticateUser = 15;
    public const int ArchestrAUserToId = 16;
    public const int AddItem2 = 17;
    public const int Write2 = 18;
    public const int WriteSecured2 = 19;
    public const int Suspend = 20;
    public const int Activate = 21;
    public const int AdviseSupervisory = 22;
    public const int AddBufferedItem = 23;
    public const int SetBufferedUpdateInterval = 24;

    /// <summary>The first interface, 1 to 5, that has the slot.</summary>
    public static int VersionOf(int slot) => slot switch
    {
        <= AuthenticateUser => 1,
        ArchestrAUserToId => 2,
        AddItem2 => 3,
        <= AdviseSupervisory => 4,
        _ => 5,
    };
}
