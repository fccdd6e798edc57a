"""Gaussian processes by scikit-learn, and the logarithm of expected improvement by mpmath with 60 digits. Writes
gaussian-process.json beside itself.

    python3 test/golden/gaussian-process.py        (scikit-learn 1.2.1, NumPy 1.24.2, mpmath 1.2.1)
"""

import json
import pathlib
import warnings

import mpmath
import numpy as np
import sklearn
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

warnings.simplefilter("ignore")
random = np.random.default_rng(5)
cases = []
for n, d, signal, scales, noise in ((5, 1, 1.0, [0.3], 1e-3), (12, 3, 1.7, [0.2, 0.9, 3.0], 1e-4), (30, 2, 0.6, [0.15, 0.4], 0.05)):
    x, queries = np.round(random.random((n, d)), 4), np.round(random.random((4, d)), 4)
    y = np.sin(5 * x[:, 0]) + (x**2).sum(axis=1) + 0.1 * random.normal(size=n)
    y = np.round((y - y.mean()) / y.std(), 5)
    kernel = ConstantKernel(signal) * Matern(length_scale=scales, nu=2.5) + WhiteKernel(noise)
    process = GaussianProcessRegressor(kernel, alpha=0, optimizer=None).fit(x, y)
    likelihood, gradient = process.log_marginal_likelihood(process.kernel_.theta, eval_gradient=True)
    mean, deviation = process.predict(queries, return_std=True)
    fitted = GaussianProcessRegressor(kernel, alpha=0, n_restarts_optimizer=20, random_state=0).fit(x, y)
    cases.append(
        {
            "x": x.tolist(),
            "y": y.tolist(),
            "signal": signal,
            "lengthScales": scales,
            "noise": noise,
            "logLikelihood": likelihood,
            # By the logarithms of signal, length scales, noise, in this order.
            "gradient": gradient.tolist(),
            "queries": queries.tolist(),
            "mean": mean.tolist(),
            # scikit-learn's is that of a measurement: with the noise.
            "variance": (deviation**2 - noise).tolist(),
            "bestLogLikelihood": fitted.log_marginal_likelihood_value_,
        }
    )

mpmath.mp.dps = 60
improvements = []
for z in (-1e6, -1000, -100, -40, -20, -8, -5, -3, -2, -1.5000001, -1.4999999, -1, -0.3, -1e-9, 0, 0.01, 0.7, 1.4999999, 1.5, 3, 8, 40, 1e4):
    # Far below 0, z Φ(z) + φ(z) cancels as many digits as z² has, twice.
    exact = mpmath.mpf(z)
    h = mpmath.npdf(exact) + exact * mpmath.erfc(-exact / mpmath.sqrt(2)) / 2
    slope = mpmath.erfc(-exact / mpmath.sqrt(2)) / 2 / h
    improvements.append({"z": z, "logarithm": float(mpmath.log(h)), "slope": float(slope)})

path = pathlib.Path(__file__).with_suffix(".json")
versions = {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "mpmath": mpmath.__version__}
path.write_text(json.dumps({"versions": versions, "cases": cases, "improvements": improvements}, indent=1) + "\n")
