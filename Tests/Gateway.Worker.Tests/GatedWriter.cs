using System.Text;

namespace Gateway.Worker.Tests;

/// <summary>A writer that takes nothing until it is opened. May be used on any thread.</summary>
internal sealed class GatedWriter : TextWriter
{
    private readonly ManualResetEventSlim _gate = new();
    private readonly StringBuilder _text = new();

    public override Encoding Encoding => Encoding.UTF8;

    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    public void Open() => _gate.Set();

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        if (!_gate.Wait(TimeSpan.FromSeconds(90)))
        {
            throw new TimeoutException("The writer was not opened within 90 s.");
        }

        lock (_text)
        {
            _text.Append(value);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _gate.Dispose();
        base.Dispose(disposing);
    }
}
