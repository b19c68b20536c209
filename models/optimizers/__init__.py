"""Optimizers: frozen records of hyperparameters, their memory in a state apart. conf/optimizer names their classes.

base            what all of them promise, the state that all have, and what several share

sgd             gradient descent
momentum        Polyak's heavy ball
nesterov        momentum that looks one step ahead

adagrad         a step size for each parameter, from the sum of its squared gradients
rmsprop         from their moving average
adadelta        in the unit of the parameters
rprop           from the signs of gradients alone

adam            moving averages of gradients and of their squares
adamw           with weight decay apart from the gradient
amsgrad         with step sizes that never grow again
nadam           with Nesterov's momentum
lion            the sign of a moving average

second_order/   steps from second derivatives, on the whole training part
"""

from models.optimizers.adadelta import AdaDelta
from models.optimizers.adagrad import AdaGrad
from models.optimizers.adam import Adam
from models.optimizers.adamw import AdamW
from models.optimizers.amsgrad import AMSGrad
from models.optimizers.base import FirstOrder, Optimizer, State
from models.optimizers.lion import Lion
from models.optimizers.momentum import Momentum
from models.optimizers.nadam import NAdam
from models.optimizers.nesterov import Nesterov
from models.optimizers.rmsprop import RMSProp
from models.optimizers.rprop import Rprop
from models.optimizers.second_order.gauss_newton import GaussNewton
from models.optimizers.second_order.lbfgs import LBFGS
from models.optimizers.second_order.levenberg_marquardt import LevenbergMarquardt
from models.optimizers.second_order.newton import Newton
from models.optimizers.sgd import SGD

__all__ = [
    "LBFGS",
    "SGD",
    "AMSGrad",
    "AdaDelta",
    "AdaGrad",
    "Adam",
    "AdamW",
    "FirstOrder",
    "GaussNewton",
    "LevenbergMarquardt",
    "Lion",
    "Momentum",
    "NAdam",
    "Nesterov",
    "Newton",
    "Optimizer",
    "RMSProp",
    "Rprop",
    "State",
]
