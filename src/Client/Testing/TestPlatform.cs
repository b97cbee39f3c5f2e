using System.Reflection;
using Grpc.Core;

namespace EGovPlatform.Client.Testing;

/// <summary>
/// The platform for the tests of programs that use it: calls go to services the test writes itself, in this process and without a
/// network. A service is a class derived from a generated base, such as <c>AgreementService.AgreementServiceBase</c>; what it does not
/// override answers UNIMPLEMENTED, as does a service that was not added.
/// </summary>
public sealed class TestPlatform
{
    private readonly TestBinder binder = new();

    /// <summary>A client whose calls come here.</summary>
    public EGovClient Client => new(new TestInvoker(binder));

    /// <summary>Adds a service.</summary>
    /// <exception cref="ArgumentException">Its class has no generated base.</exception>
    public TestPlatform Add(object service)
    {
        ArgumentNullException.ThrowIfNull(service);
        var bound = service.GetType().GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)
            ?? throw new ArgumentException($"{service.GetType().Name} is not derived from a generated service.", nameof(service));
        var bind = bound.BindType.GetMethods(BindingFlags.Static | BindingFlags.Public).Single(m =>
            m.Name == bound.BindMethodName && m.GetParameters() is [{ ParameterType: var first }, _] && first == typeof(ServiceBinderBase));
        bind.Invoke(null, [binder, service]);
        return this;
    }
}
