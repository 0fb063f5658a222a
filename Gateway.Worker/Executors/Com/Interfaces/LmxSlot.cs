namespace Gateway.Worker.Executors.Com.Interfaces;

/// <summary>
/// Vtable slots of the methods, with the names of the methods. Slots 0 to 2 belong to IUnknown and 3 to 6 to IDispatch. Each interface
/// adds its methods after those of its base interface, so a pointer to a later interface serves all earlier methods.
/// </summary>
internal enum LmxSlot
{
    Register = 7,
    Unregister = 8,
    AddItem = 9,
    RemoveItem = 10,
    Advise = 11,
    UnAdvise = 12,
    Write = 13,
    WriteSecured = 14,
    AuthenticateUser = 15,
    ArchestrAUserToId = 16,
    AddItem2 = 17,
    Write2 = 18,
    WriteSecured2 = 19,
    Suspend = 20,
    Activate = 21,
    AdviseSupervisory = 22,
    AddBufferedItem = 23,
    SetBufferedUpdateInterval = 24,
}
