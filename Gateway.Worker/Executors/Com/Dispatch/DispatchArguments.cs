using Gateway.Worker.Executors.Com.Variants;

namespace Gateway.Worker.Executors.Com.Dispatch;

/// <summary>
/// The arguments of a DISPPARAMS by position. COM stores positional arguments in reverse order; a caller may also pass arguments
/// by name, and the name of an event's argument is its position.
/// </summary>
internal readonly struct DispatchArguments(ComLayout layout, nint parameters)
{
    private readonly nint _arguments = layout.ReadPointer(parameters);
    private readonly nint _names = layout.ReadPointer(parameters + layout.ArgumentNames);
    private readonly int _named = ComMemory.Read<int>(parameters + layout.ArgumentNameCount);

    public int Count { get; } = ComMemory.Read<int>(parameters + layout.ArgumentCount);

    /// <summary>
    /// Address of an argument's VARIANT; arguments count from 0 in the declared order. The index must be below the count.
    /// </summary>
    public nint this[int position]
    {
        get
        {
            for (var i = 0; i < _named; i++)
            {
                if (ComMemory.Read<int>(_names + (i * sizeof(int))) == position)
                {
                    return _arguments + (i * layout.VariantSize);
                }
            }

            return _arguments + ((Count - 1 - position) * layout.VariantSize);
        }
    }
}
